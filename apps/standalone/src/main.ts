import { type Config, endStart, hearRejections, openLog, readConfig } from '@kontuar/platform';
import { stopOnSignals } from './shutdown';
import { startStandalone } from './standalone';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  let config: Config | undefined;
  const giveUp = (error: unknown) => endStart(error, config);
  const signals = stopOnSignals(say);
  try {
    config = readConfig();
    hearRejections(openLog(config.log.level, 'kontuar'));
    const standalone = await startStandalone(config, (line) => say(`${line} …`), giveUp);
    say(`Kontuar is ready: ${standalone.address}`);
    signals.started(standalone);
  } catch (error) {
    giveUp(error);
  }
}

void main();
