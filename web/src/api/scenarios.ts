/** What people save: the requests for scenarios. */
import { ask, get, send, type Waiting } from './client';
import type { Scenario, ScenarioBody, ScenarioComparison } from './types';

const base = '/api/v1/scenarios';

export async function scenarios(waiting?: Waiting): Promise<Scenario[]> {
  const answer = await get<{ scenarios: Scenario[] }>(base, waiting);
  return answer.scenarios;
}

export async function scenarioHistory(id: number, waiting?: Waiting): Promise<Scenario[]> {
  const answer = await get<{ scenarios: Scenario[] }>(`${base}/${id}/history`, waiting);
  return answer.scenarios;
}

export function saveScenario(body: ScenarioBody): Promise<Scenario> {
  return send('POST', base, body);
}

/** Writes over a revision; refused where somebody else was faster. */
export function reviseScenario(id: number, revision: number, body: ScenarioBody): Promise<Scenario> {
  return send('PUT', `${base}/${id}`, body, { headers: { 'if-match': `"${revision}"` } });
}

/** The decision record of a scenario, byte for byte: what `catchment replay` reproduces. */
export async function scenarioRecord(id: number): Promise<Blob> {
  const response = await ask(`${base}/${id}/record`, { method: 'POST' });
  return response.blob();
}

export function compareScenarios(a: string, b: string, waiting?: Waiting): Promise<ScenarioComparison> {
  return get(`${base}/compare?${new URLSearchParams({ a, b })}`, waiting);
}
