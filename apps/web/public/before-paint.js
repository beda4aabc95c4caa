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

  // Set for languages that are written from the right; until there is one, by hand, to see that everything is ready for it.
  if (kept('kontuar.direction') === 'rtl') root.dir = 'rtl';

  // What the first screen will ask for as soon as it knows who looks, fetched meanwhile.
  var files = document.currentScript.dataset;
  var wanted = [];
  if (files.inbox && /^\/(inbox(\/.*)?)?$/.test(location.pathname)) wanted = files.inbox.split(' ');
  if (files.polish && root.lang === 'pl') wanted.push(files.polish);
  wanted.forEach(function (file) {
    var link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = file;
    document.head.appendChild(link);
  });
})();
