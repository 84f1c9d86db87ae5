/** A share as a bar beside its figure. */
export function Meter({ share, text }: { share: number; text: string }) {
  const percent = Math.max(0, Math.min(1, share)) * 100;
  return (
    <span class="meter">
      <span class="meter-text">{text}</span>
      <span class="meter-bar" aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}
