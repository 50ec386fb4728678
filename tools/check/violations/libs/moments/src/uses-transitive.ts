import cookie from 'cookie'; // known-dependency
export default cookie;
