/** The register of sites: what people keep of each, and what they change. Nothing in it is overwritten. */
import { ApiError, get, send, type Waiting } from './client';
import type { Register, RegisteredSite, SiteChange, SiteHistory } from './types';

const base = '/api/v1/sites/register';
const at = (id: string) => `${base}/${encodeURIComponent(id)}`;

/** The sites as they are kept; `null` where what people write is not open. */
export interface Registered {
  register: Register | null;
}

export async function register(waiting?: Waiting): Promise<Registered> {
  try {
    return { register: await get<Register>(base, waiting) };
  } catch (error) {
    if (error instanceof ApiError && [403, 404].includes(error.problem?.status ?? 0)) return { register: null };
    throw error;
  }
}

/** All revisions of a site, the first first. */
export function siteHistory(id: string, waiting?: Waiting): Promise<SiteHistory> {
  return get(`${at(id)}/history`, waiting);
}

export function addSite(id: string, site: SiteChange): Promise<RegisteredSite> {
  return send('POST', base, { id, site });
}

/** Changes a site; refused where somebody else was faster. A site of the city file has the revision 1. */
export function changeSite(site: RegisteredSite, change: SiteChange): Promise<RegisteredSite> {
  return send('PUT', at(site.id), change, { headers: { 'if-match': `"${site.revision ?? 1}"` } });
}
