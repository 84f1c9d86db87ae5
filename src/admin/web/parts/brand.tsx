/** Jars on shelves. */
export function Brand({ version = '' }: { version?: string }) {
  return (
    <div class="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path
          fill="currentColor"
          d="M4 3h8v8H4zm11 3h5v5h-5zm8-4h5v9h-5zM2 12h28v2.5H2zM4 20h5v6H4zm8-3h6v9h-6zm9 2h7v7h-7zM2 27h28v2.5H2z"
        />
      </svg>
      <span>Larder</span>
      {version !== '' && <small>{version}</small>}
    </div>
  );
}
