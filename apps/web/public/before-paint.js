// Runs before the first paint, as a file of its own because the content security policy forbids inline scripts.
(function () {
  var root = document.documentElement;
  function kept(key) {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }
  var theme = kept('kontuar.theme');
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  if (kept('kontuar.density') === 'compact') root.dataset.density = 'compact';
  var language = kept('kontuar.locale') || navigator.language || 'en';
  root.lang = language.slice(0, 2) === 'pl' ? 'pl' : 'en';
})();
