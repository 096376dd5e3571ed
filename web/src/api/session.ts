/** Who is signed in. */
import { get } from './client';
import type { components } from './types.gen';

export type Session = components['schemas']['SignedIn'];

export const session = () => get<Session>('/api/v1/session');
