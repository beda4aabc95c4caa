import type { PushDevice } from '@kontuar/contract';
import { request } from '../../app/client';

export type PushState = 'on' | 'off' | 'denied' | 'unsupported';

const supported = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function registration(): Promise<ServiceWorkerRegistration> {
  return (await navigator.serviceWorker.getRegistration('/')) ?? navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' });
}

/** Whether this browser takes pushes of this server; a subscription for another key than ours is none. */
export async function pushHere(publicKey: string, devices: readonly PushDevice[]): Promise<PushState> {
  if (!supported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const subscription = await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription();
  return subscription != null && isFor(subscription, publicKey) && devices.some(({ current }) => current) ? 'on' : 'off';
}

function isFor(subscription: PushSubscription, publicKey: string): boolean {
  const key = subscription.options.applicationServerKey;
  return key !== null && toBase64url(new Uint8Array(key)) === publicKey;
}

const toBase64url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** Asks the person, then the browser's push service, then tells ours. */
export async function pushOn(publicKey: string): Promise<PushState> {
  if (!supported()) return 'unsupported';
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  const worker = await registration();
  await navigator.serviceWorker.ready;
  const before = await worker.pushManager.getSubscription();
  if (before !== null && !isFor(before, publicKey)) await before.unsubscribe();
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = subscription.toJSON();
  await request('PUT', '/me/devices', { endpoint, keys });
  return 'on';
}

export async function pushOff(devices: readonly PushDevice[]): Promise<void> {
  const subscription = await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await Promise.all(devices.filter(({ current }) => current).map(({ id }) => request('DELETE', `/me/devices/${id}`)));
}
