import { Check, Copy } from 'lucide';
import { useEffect, useState } from 'react';
import { useStrings } from '../i18n';
import { Button } from './button';
import { Icon } from './icon';
import { announce } from './live-announcer';
import { uiStrings } from './ui.strings';

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useStrings(uiStrings);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce(t('copied'));
  };
  return (
    <Button size="sm" onClick={() => void copy()} {...(label === undefined ? {} : { 'aria-label': label })}>
      <Icon of={copied ? Check : Copy} size={14} />
      {copied ? t('copied') : t('copy')}
    </Button>
  );
}
