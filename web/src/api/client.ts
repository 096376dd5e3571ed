/** The only place that talks to the server. Every request can be aborted; every failure is an `ApiError`. */
import type { Problem, Progress } from './types';

/** What the server refused or could not do; `problem` is null where no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem | null,
    message: string,
  ) {
    super(message);
  }
}

/** How an answer is waited for. */
export interface Waiting {
  signal?: AbortSignal;
  /** Long work tells how far it is. */
  onprogress?: (progress: Progress) => void;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    return { ...body, status: response.status };
  } catch {
    return { status: response.status };
  }
}

export async function ask(address: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, options);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(null, 'no answer');
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  throw new ApiError(problem, problem.detail ?? problem.title ?? `status ${response.status}`);
}

/** Resolves after the time; rejects as soon as nobody waits any more. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** How long the server asks to be left alone, milliseconds: between a quarter of a second and half a minute. */
function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 1);
  return 1000 * Math.min(30, Math.max(0.25, Number.isFinite(seconds) ? seconds : 1));
}

/** Long work answers 202 with its progress until it is done: the same address is asked again until then. */
async function finished(address: string, options: RequestInit, { signal, onprogress }: Waiting): Promise<Response> {
  for (;;) {
    const response = await ask(address, { ...options, ...(signal && { signal }) });
    if (response.status !== 202) return response;
    const { done = 0, total = 0, note = '' } = (await response.json()) as Partial<Progress>;
    onprogress?.({ done, total, note });
    await pause(retryAfter(response), signal);
  }
}

export async function get<T>(address: string, waiting: Waiting = {}): Promise<T> {
  const response = await finished(address, { headers: { accept: 'application/json' } }, waiting);
  return (await response.json()) as T;
}

interface Sending extends Waiting {
  headers?: Record<string, string>;
}

export async function send<T>(
  method: 'POST' | 'PUT',
  address: string,
  body: unknown,
  { headers, ...waiting }: Sending = {},
): Promise<T> {
  const all = { accept: 'application/json', 'content-type': 'application/json', ...headers };
  const response = await finished(address, { method, headers: all, body: JSON.stringify(body) }, waiting);
  return (await response.json()) as T;
}
