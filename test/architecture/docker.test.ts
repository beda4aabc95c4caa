import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { read, root } from './sources';

interface Service {
  image?: string;
  command?: string[];
  user?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const dockerfile = read('docker/Dockerfile').replaceAll('\\\n', ' ').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const lastStage = dockerfile.slice(dockerfile.map((line) => line.startsWith('FROM ')).lastIndexOf(true));
const compose = (name: string) => parse(read(`docker/${name}`), { merge: true }) as Compose;

/** A program in dist, and the source that it is built from. */
const sourceOf = (program: string): string => program.replace(/^dist\//, '').replace(/\.js$/, '.ts');

describe('the image', () => {
  it('runs as an ordinary user, under an init, with a health check', () => {
    expect(lastStage.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    expect(lastStage.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
    expect(lastStage).toContain('ENTRYPOINT ["tini", "--"]');
  });

  it('has no compiler, no development package and no source in its last stage', () => {
    expect(lastStage.filter((line) => /npm|swc|COPY (apps|libs)/.test(line))).toEqual([]);
    expect(dockerfile.filter((line) => line.includes('--from=packages') || line.includes('--from=build')).map((line) => line.split(' ').at(-1))).toEqual(['./node_modules', './dist']);
  });

  it('is built from images with a fixed version', () => {
    for (const line of dockerfile.filter((each) => each.startsWith('FROM '))) expect(line).toMatch(/^FROM node:24-[a-z]+-slim/);
  });

  it('copies only what exists and what the builder may see', () => {
    const allowed = read('docker/Dockerfile.dockerignore').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = dockerfile.filter((line) => line.startsWith('COPY ') && !line.includes('--from')).flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.filter((name) => !fs.existsSync(path.join(root, name)))).toEqual([]);
    expect(copied.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('starts a program that is built', () => {
    const program = /dist\/[\w/.-]+\.js/.exec(lastStage.at(-1) ?? '')?.[0] ?? '';
    expect(fs.existsSync(path.join(root, sourceOf(program)))).toBe(true);
  });
});

describe.each(['compose.yml', 'compose.dev.yml'])('%s', (name) => {
  const { services, volumes } = compose(name);

  it('refers only to services and volumes that it declares', () => {
    for (const service of Object.values(services)) {
      expect(Object.keys(service.depends_on ?? {}).filter((other) => services[other] === undefined)).toEqual([]);
      expect((service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '').filter((volume) => !(volume in volumes))).toEqual([]);
    }
  });

  it('keeps jobs: Redis evicts nothing and writes an append-only file', () => {
    expect(services['redis']?.command?.join(' ')).toBe('redis-server --appendonly yes --maxmemory-policy noeviction');
  });

  it('opens ports to this machine only', () => {
    expect(Object.values(services).flatMap((service) => service.ports ?? []).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('waits for servers that say they are ready', () => {
    for (const server of ['postgres', 'redis']) expect(services[server]?.healthcheck?.test?.length).toBeGreaterThan(1);
  });
});

describe('self-hosting', () => {
  const { services } = compose('compose.yml');

  it('migrates before anything serves', () => {
    for (const name of ['api', 'worker']) {
      expect(services[name]?.depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' }, redis: { condition: 'service_healthy' } });
    }
    expect(services['migrate']?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  });

  it('runs programs that are built', () => {
    for (const name of ['worker', 'migrate']) expect(fs.existsSync(path.join(root, sourceOf(services[name]?.command?.at(-1) ?? '')))).toBe(true);
  });

  it('has no secret of its own: each must be given', () => {
    const text = read('docker/compose.yml');
    for (const secret of ['POSTGRES_PASSWORD', 'KONTUAR_SECRET']) {
      expect(text.match(new RegExp(`\\$\\{${secret}[^}]*\\}`, 'g'))?.every((use) => use.startsWith(`\${${secret}:?`))).toBe(true);
      expect(read('docker/.env.example')).toMatch(new RegExp(`^${secret}=$`, 'm'));
    }
  });

  it('sets only variables that the product reads', () => {
    const known = read('libs/platform/src/config.ts');
    expect(Object.keys(services['api']?.environment ?? {}).filter((name) => !known.includes(`  ${name}:`))).toEqual([]);
  });
});
