/** Reads multipart/form-data as RFC 7578 writes it; strict, for a simulator has no reason to be kind. */
export interface UploadedFile { field: string; name: string; contentType: string; bytes: Buffer }
export interface Form { fields: Record<string, string>; files: UploadedFile[] }

export function readForm(contentType: string, body: Buffer): Form {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) throw new Error('no boundary');
  const delimiter = Buffer.from(`--${mark}`);
  const form: Form = { fields: {}, files: [] };
  if (!body.subarray(0, delimiter.length).equals(delimiter)) throw new Error('does not begin with the boundary');
  let at = delimiter.length;
  while (!body.subarray(at, at + 2).equals(Buffer.from('--'))) {
    const begin = at + 2;
    const blank = body.indexOf('\r\n\r\n', begin);
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), blank === -1 ? begin : blank + 2);
    if (blank === -1 || next === -1) throw new Error('a part has no end');
    readPart(body.toString('utf8', begin, blank), body.subarray(blank + 4, next), form);
    at = next + 2 + delimiter.length;
  }
  return form;
}

function readPart(head: string, bytes: Buffer, form: Form): void {
  const headers = new Map(head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  }));
  const disposition = headers.get('content-disposition') ?? '';
  const field = /[; ]name="([^"]*)"/.exec(disposition)?.[1];
  if (!disposition.startsWith('form-data') || field === undefined) throw new Error('a part has no name');
  const name = /[; ]filename="([^"]*)"/.exec(disposition)?.[1];
  if (name === undefined) {
    form.fields[field] = bytes.toString('utf8');
    return;
  }
  form.files.push({ field, name: name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n'), contentType: headers.get('content-type') ?? '', bytes: Buffer.from(bytes) });
}
