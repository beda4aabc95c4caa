import { linkAddress } from './link-address';

it('makes whole what is typed as an address', () => {
  expect(['shop.example/returns', 'https://shop.example', 'anna@shop.example', '+48 600 700 800', 'localhost.test:8080/x'].map(linkAddress)).toEqual(['https://shop.example/returns', 'https://shop.example', 'mailto:anna@shop.example', 'tel:+48600700800', 'https://localhost.test:8080/x']);
});

it('takes nothing that could run, or that leads nowhere', () => {
  expect(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'two words.pl', 'word', '', ' '].map(linkAddress)).toEqual([null, null, null, null, null, null, null]);
});
