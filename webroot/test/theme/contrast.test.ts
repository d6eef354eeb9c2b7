import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../src/api/types';
import { TERMINAL_THEMES } from '../../src/terminal/screen/terminalTheme';

const css = readFileSync('src/theme/tokens.css', 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }] as const,
  ),
);

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  const color = (name: string) => tokens.get(name)![theme];
  const lowest = (name: string) =>
    Math.min(...['bg', 'surface', 'raised'].map((ground) => contrast(color(name), color(ground))));

  it.each(['text', 'muted', 'danger', ...ROLES])('%s can be read on every ground', (name) => {
    expect(lowest(name)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['border', 'focus'])('%s can be seen on every ground', (name) => {
    expect(lowest(name)).toBeGreaterThanOrEqual(3);
  });

  it('gives the given roles the given colours', () => {
    expect(['mayor', 'witness', 'refinery', 'polecat'].map(color)).toEqual(
      theme === 'dark'
        ? ['#e6b422', '#6cb2ff', '#4cc38a', '#aab4be']
        : ['#805a00', '#0b5cad', '#116b3d', '#535c66'],
    );
  });

  it('lets the terminal sink into the page', () => {
    expect(TERMINAL_THEMES[theme]).toMatchObject({ background: color('bg'), foreground: color('text') });
  });
});

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
