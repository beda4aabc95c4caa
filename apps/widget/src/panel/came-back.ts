/** Which article's link was followed by whoever comes back now; forgotten soon, so that no late list takes the focus away. */
let followed = { id: '', until: 0 };

export const comeBack = (id: string): void => { followed = { id, until: Date.now() + 1000 }; };

export const land = (id: string) => (link: HTMLAnchorElement | null): void => {
  if (!link || followed.id !== id || Date.now() > followed.until) return;
  followed.id = '';
  // Behind the panel's own choice of where to begin.
  setTimeout(() => link.focus());
};
