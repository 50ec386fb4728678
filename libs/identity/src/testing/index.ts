export { anAccount, type AnAccount, closeFeature, openFeature } from './factories.js';
export { password, signUpForm } from './sign-up-form.js';
