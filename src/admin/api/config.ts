/** Settings: what there is, and changes of those that may change. */
import { Type } from 'typebox';
import { settingPlace, settingRows } from '../../config/settings.ts';
import type { SettingEntry } from '../../config/shared-settings.ts';
import type { AdminContext } from '../admin-context.ts';
import type { Routes } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { CommandError } from '../command-channel.ts';

const Entry = Type.Object({
  name: Type.String(),
  value: Type.String({ description: 'empty for secrets' }),
  default: Type.String(),
  changeable: Type.Boolean(),
  effect: Type.String({ description: 'honoured, accepted (without a meaning here) or refused' }),
  environment: Type.String(),
  secret: Type.Boolean(),
  isSet: Type.Optional(Type.Boolean({ description: 'of secrets: whether there is one' })),
  doc: Type.String(),
  kind: Type.String(),
  values: Type.Optional(Type.Array(Type.String())),
  min: Type.Optional(Type.String()),
  max: Type.Optional(Type.String()),
});
const Entries = Type.Object({ settings: Type.Array(Entry) });
const Change = Type.Object(
  { settings: Type.Record(Type.String({ maxLength: 200 }), Type.String(), { minProperties: 1 }) },
  { additionalProperties: false },
);

class SettingError extends ApiError {
  readonly setting: string | null;

  constructor(text: string) {
    super(400, text.replace(/^ERR /, ''));
    const [, name] = /(?:related to argument|for CONFIG SET -) '([^']+)'/.exec(text) ?? [];
    this.setting = name ?? null;
  }
}

export const configRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/config',
    { schema: { summary: 'All settings, with what they mean.', response: { 200: Entries } } },
    async () => ({ settings: context.settings.entries().map(described) }),
  );
  app.patch(
    '/api/v1/config',
    { schema: { summary: 'Changes settings: all of those given, or none.', body: Change, response: { 200: Entries } } },
    async ({ body }) => {
      const names = Object.keys(body.settings);
      await changed(context, ['CONFIG', 'SET', ...Object.entries(body.settings).flat()]);
      context.settings.refreshIfChanged();
      const known = new Set(names.map((name) => settingRows[settingPlace(name)]?.name ?? name));
      return {
        settings: context.settings
          .entries()
          .filter(({ name }) => known.has(name))
          .map(described),
      };
    },
  );
  app.post(
    '/api/v1/config/rewrite',
    { schema: { summary: 'Writes the settings to the config file.', response: { 204: Type.Null() } } },
    async (_request, reply) => {
      await changed(context, ['CONFIG', 'REWRITE']);
      return reply.code(204).send(null);
    },
  );
};

async function changed({ channel }: AdminContext, command: readonly string[]): Promise<void> {
  try {
    await channel.run(0, ...command);
  } catch (error) {
    throw error instanceof CommandError ? new SettingError(error.message) : error;
  }
}

function described(entry: SettingEntry) {
  const kind = settingRows[settingPlace(entry.name)]!.kind;
  return {
    ...entry,
    kind: kind.kind,
    ...('values' in kind && { values: [...kind.values] }),
    ...('min' in kind && { min: String(kind.min) }),
    ...('max' in kind && { max: String(kind.max) }),
  };
}
