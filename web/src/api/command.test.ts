import { expect, it } from 'vitest';
import { commandOf } from './command';

it('writes a request as the command that gives the same answer', () => {
  expect(commandOf('/api/v1/rankings?from=2024-05&offense=homicide,robbery&k=3')).toBe(
    'catchment rank --from 2024-05 --offense homicide,robbery --k 3 --format json',
  );
  expect(commandOf('/api/v1/decision?half_life_months=12&weights=burden:2,recency:1')).toBe(
    'catchment rank --half-life-months 12 --weights burden:2,recency:1 --format json',
  );
  expect(commandOf('/api/v1/catchments/chance?area_km2=0.25')).toBe('catchment chance --area-km2 0.25 --format json');
  expect(commandOf('/api/v1/areas/16?k=3')).toBe('catchment area 16 --k 3 --format json');
  expect(commandOf('/api/v1/catchments/C1?format=csv')).toBe('catchment area C1 --format csv');
});

it('quotes what a shell would take apart, and gives no command where there is none', () => {
  expect(commandOf('/api/v1/areas/O%27Fallon%20East')).toBe("catchment area 'O'\\''Fallon East' --format json");
  expect(commandOf('/api/v1/scenarios/compare')).toBeNull();
});
