import type { VisitorUpload } from '@kontuar/contract';
import { type Api, ApiError, base, codeOf } from './api';
import { newId } from './ids';
import type { Panel, Upload } from './state';

const maxFiles = 10;

/** Files go up as soon as they are chosen; the message that carries them only names them. */
export class Uploads {
  private readonly running = new Map<string, { file: File; abort(): void }>();

  constructor(
    private readonly api: Api,
    private readonly session: () => Promise<boolean>,
    private readonly state: () => Panel,
    private readonly set: (patch: Partial<Panel>) => void,
  ) {}

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.state().uploads.length >= maxFiles) { this.set({ notice: 'too-many-files' }); return; }
      const key = newId();
      const tooLarge = file.size > (this.state().config?.maxFileBytes ?? 0);
      const upload: Upload = { key, name: file.name || 'image.png', sizeBytes: file.size, contentType: file.type, progress: 0, ...(tooLarge ? { error: 'too-large' } : {}) };
      this.set({ uploads: [...this.state().uploads, upload] });
      this.running.set(key, { file, abort: () => undefined });
      if (!tooLarge) void this.run(key);
    }
  }

  retry(key: string): void { void this.run(key); }

  remove(key: string): void {
    this.running.get(key)?.abort();
    this.running.delete(key);
    this.set({ uploads: this.state().uploads.filter((one) => one.key !== key) });
  }

  private patch(key: string, change: Partial<Upload>): void {
    this.set({ uploads: this.state().uploads.map((one) => {
      if (one.key !== key) return one;
      const next = { ...one, ...change };
      if (change.progress === 0) delete next.error;
      return next;
    }) });
  }

  private async run(key: string): Promise<void> {
    const entry = this.running.get(key);
    if (!entry) return;
    this.patch(key, { progress: 0 });
    try {
      if (!(await this.session())) throw new ApiError(0, 'network', undefined);
      const { done, abort } = upload(this.api.token, entry.file, (progress) => this.patch(key, { progress: Math.max(0.01, progress) }));
      entry.abort = abort;
      const view = await done;
      this.patch(key, { id: view.id, name: view.name, contentType: view.contentType, sizeBytes: view.sizeBytes, progress: 1 });
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      this.patch(key, { error: status === 413 ? 'too-large' : status === 415 || status === 400 || status === 422 ? 'refused' : 'network' });
    }
  }
}

/** XMLHttpRequest, because fetch still cannot say how much of a body has left. */
function upload(token: string | undefined, file: File, progress: (share: number) => void): { done: Promise<VisitorUpload>; abort(): void } {
  const request = new XMLHttpRequest();
  const done = new Promise<VisitorUpload>((resolve, reject) => {
    request.open('POST', `${base}/uploads`);
    request.setRequestHeader('authorization', `Bearer ${token ?? ''}`);
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total); };
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as VisitorUpload);
      else reject(new ApiError(request.status, codeOf(request.responseText), undefined));
    };
    request.onerror = request.ontimeout = request.onabort = () => reject(new ApiError(0, 'network', undefined));
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
  return { done, abort: () => request.abort() };
}
