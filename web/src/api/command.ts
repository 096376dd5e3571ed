/** The command that gives the same answer as a request: its flags are the names of the request's parameters. Pure. */

/** Commands by the question's path; places are named after the command. */
const commands: [RegExp, string][] = [
  [/^(rankings|decision)$/, 'rank'],
  [/^(cells|clusters)$/, 'hotspots'],
  [/^(concentration|optimize|counts|backtest|status|route)$/, '$1'],
  [/^catchments\/chance$/, 'chance'],
  [/^(?:sites|region)\/(check|evaluate|target)$/, '$1'],
  [/^(?:areas|catchments)\/.+$/, 'area'],
];

/** A word as a shell takes it. */
function quoted(text: string): string {
  return /^[\w.,:/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The command of a request of the API, or null where no command asks the same. */
export function commandOf(address: string): string | null {
  const [path = '', query = ''] = address.replace(/^\/api\/v1\//, '').split('?', 2);
  const found = commands.find(([pattern]) => pattern.test(path));
  if (!found) return null;
  const place = path.slice(path.indexOf('/') + 1);
  const command = found[1] === 'area' ? `area ${quoted(decodeURIComponent(place))}` : path.replace(found[0], found[1]);
  const flags = [...new URLSearchParams(query)].map(([name, v]) => `--${name.replaceAll('_', '-')} ${quoted(v)}`);
  const form = query.includes('format=') ? [] : ['--format json'];
  return ['catchment', command, ...flags, ...form].join(' ');
}
