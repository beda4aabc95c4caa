import { emailBody, emailSubject } from './email-words';

describe('the mail that continues a chat', () => {
  it('carries every unread answer with its author, names the files, and quotes the question', () => {
    const text = emailBody('en', { workspace: 'Dom Lipowy', asked: 'Do legs fit?\nOak ones', replies: [{ author: 'Zofia', text: 'Yes.', files: [] }, { author: 'Jan', text: '', files: ['leg.pdf'] }] });
    expect(text).toContain('Zofia:\nYes.');
    expect(text).toContain('Jan:\n(Files: leg.pdf.');
    expect(text).toContain('> Do legs fit?\n> Oak ones');
    expect(emailSubject('pl', 'Dom Lipowy')).toBe('Twoja rozmowa: Dom Lipowy');
  });
  it('quotes nothing where nothing was asked', () => {
    expect(emailBody('pl', { workspace: 'X', asked: null, replies: [{ author: 'Jan', text: 'Halo', files: [] }] })).not.toContain('Twoja wiadomość');
  });
});
