/** "7, 11, 13". Null: something in it is no number from 1 to `most`. */
export function readNumbers(text: string, most: number): number[] | null {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const numbers = parts.map(Number);
  return numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= most) ? [...new Set(numbers)].sort((a, b) => a - b) : null;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** A day a line, with what it is called behind it. `wrong`: the first line that begins with none. */
export function readDaysOff(text: string): { days: { on: string; name: string }[]; wrong: string | undefined } {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const days = lines.map((line) => ({ on: line.slice(0, 10), name: line.slice(10).trim() }));
  const at = days.findIndex(({ on }) => !isDay(on));
  return { days, wrong: at < 0 ? undefined : lines[at] };
}
