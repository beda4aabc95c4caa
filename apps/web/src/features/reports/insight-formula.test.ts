import { formulaOf, healthParts } from './insight-formula';

const figure = { cases: 0, value: null, p90: null, whole: null, parts: null };
const says = { t: (key: string, values: object = {}) => `${key} ${JSON.stringify(values)}`, number: (value: number, options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat('en', options).format(value), time: (ms: number) => `${ms} ms` };

describe('the sum beside a figure', () => {
  it('says with numbers what the index of health was made of', () => {
    expect(healthParts([10, 20, 30, 5, 12, 40, 60, 40]).map(({ value }) => value?.toFixed(3))).toEqual(['0.667', '0.300', '0.600']);
    expect(formulaOf('brand-health', { ...figure, parts: [10, 20, 30, 5, 12, 40, 60, 40] }, says)).toBe('healthLine {"mood":"67","answered":"30","voice":"60"}');
  });

  it('leaves out what is not known, and says by what the rest is divided', () => {
    expect(formulaOf('brand-health', { ...figure, parts: [10, 0, 10, 0, 0, 0, 20, 0] }, says)).toBe(`healthPart ${JSON.stringify({ sum: 'healthLine {"mood":"50","answered":"–","voice":"–"}', weights: '0.5' })}`);
    expect(formulaOf('brand-health', { ...figure, parts: [0, 0, 0, 0, 0, 0, 0, 0] }, says)).toBe('healthLine {"mood":"–","answered":"–","voice":"–"}');
  });

  it('knows no share of voice where no competitor was mentioned', () => {
    expect(formulaOf('share-of-voice', { ...figure, cases: 7, whole: 7 }, says)).toBe('voiceNone {}');
    expect(formulaOf('share-of-voice', { ...figure, cases: 7, whole: 10 }, says)).toBe('voiceLine {"ours":"7","all":"10"}');
  });
});
