import { useEffect, useState, type RefObject } from 'react';

/** Files dragged over the whole conversation land in its composer. Returns whether some hang over it now. */
export function useDrop(inside: RefObject<HTMLElement | null>, onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const zone = inside.current?.closest<HTMLElement>('.thread') ?? inside.current;
    if (!zone) return;
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => { if (carriesFiles(event)) { event.preventDefault(); depth += 1; setOver(true); } };
    const hover = (event: DragEvent) => { if (carriesFiles(event)) event.preventDefault(); };
    const leave = (event: DragEvent) => { if (carriesFiles(event) && --depth <= 0) { depth = 0; setOver(false); } };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = 0;
      setOver(false);
      // A letter has put them into its text.
      if (event.defaultPrevented) return;
      event.preventDefault();
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    zone.addEventListener('dragenter', enter);
    zone.addEventListener('dragover', hover);
    zone.addEventListener('dragleave', leave);
    zone.addEventListener('drop', drop);
    return () => {
      zone.removeEventListener('dragenter', enter);
      zone.removeEventListener('dragover', hover);
      zone.removeEventListener('dragleave', leave);
      zone.removeEventListener('drop', drop);
    };
  }, [inside, onFiles]);
  return over;
}
