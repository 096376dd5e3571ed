import { expect, it } from 'vitest';
import { csv } from './csv';

it('lines have a head, and quotes only where they are needed', () => {
  const rows = [
    { rank: 1, name: 'The Ville, "north"', p: 0.5 },
    { rank: 2, name: 'Baden', p: null },
  ];
  expect(csv(rows)).toBe('rank,name,p\r\n1,"The Ville, ""north""",0.5\r\n2,Baden,\r\n');
  expect(csv([])).toBe('');
});
