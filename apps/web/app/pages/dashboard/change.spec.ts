import { changeOf, changeOfShare } from './change';

describe('the change of a figure', () => {
  it('is told by an arrow and a share of what was before', () => {
    expect(changeOf(150, 100)).toBe('▲ 50%');
    expect(changeOf(87, 100)).toBe('▼ 13%');
    expect(changeOf(100, 100)).toBe('As before');
  });

  it('from nothing is no share', () => {
    expect(changeOf(5, 0)).toBe('None before');
    expect(changeOf(0, 0)).toBe('As before: none');
  });

  it('of a share is told in points', () => {
    expect(changeOfShare(0.412, 0.4)).toBe('▲ 1.2 points');
    expect(changeOfShare(0.4, 0.5)).toBe('▼ 10 points');
    expect(changeOfShare(0.4, null)).toBe('');
  });
});
