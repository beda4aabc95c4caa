import { h, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What few visitors ever open is fetched when they do. */
function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | undefined;
  return (props) => {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (!Loaded) load().then((component) => { Loaded = component; redraw(1); }, () => undefined);
    }, []);
    return Loaded ? <Loaded {...props} /> : null;
  };
}

export const Keys = lazy(async () => (await import('./keys')).Keys);
export const Rating = lazy(async () => (await import('./rating')).Rating);
export const EmailForm = lazy(async () => (await import('./email-form')).EmailForm);
export const FileRow = lazy(async () => (await import('./files')).FileRow);
