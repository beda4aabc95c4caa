export { FirstRunScreen } from '../../features/session/first-run-screen';
