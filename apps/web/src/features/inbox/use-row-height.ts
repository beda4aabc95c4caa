import { useEffect, useState } from 'react';

function read(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-h')) || 60;
}

/** The token's own value: it changes with the density and with a coarse pointer. */
export function useRowHeight(density: string): number {
  const [height, setHeight] = useState(read);
  useEffect(() => {
    setHeight(read());
    const coarse = matchMedia('(pointer: coarse)');
    const change = () => setHeight(read());
    coarse.addEventListener('change', change);
    return () => coarse.removeEventListener('change', change);
  }, [density]);
  return height;
}
