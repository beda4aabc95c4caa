import type { AttachmentView, Problem } from '@kontuar/contract';
import { ApiProblem } from './client';

/**
 * Sends one file and tells how far it is. XMLHttpRequest, because fetch cannot report the progress of a request's body.
 * Resolves to the attachment that a message can name; rejects with ApiProblem, or AbortError when it was taken back.
 */
export function uploadFile(file: File, options: { onProgress: (share: number) => void; signal: AbortSignal }): Promise<AttachmentView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', '/api/v1/uploads');
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('x-kontuar-request', '1');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) options.onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      const answer = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        const view = (Array.isArray(answer) ? answer[0] : answer) as AttachmentView | undefined;
        if (view !== undefined && typeof view.id === 'string') resolve(view);
        else reject(new ApiProblem(request.status, 'network.garbled', ''));
        return;
      }
      const problem = (answer ?? {}) as Partial<Problem>;
      reject(new ApiProblem(request.status, problem.code ?? `http.${request.status}`, problem.detail ?? problem.title ?? ''));
    });
    request.addEventListener('error', () => reject(new ApiProblem(0, 'network.unreachable', '')));
    request.addEventListener('abort', () => reject(new DOMException('taken back', 'AbortError')));
    options.signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An error page of a proxy; the status says enough.
    return null;
  }
}
