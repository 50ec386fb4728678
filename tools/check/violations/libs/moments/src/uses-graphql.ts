import { Field } from '@nestjs/graphql'; // graphql-in-the-gateway
export default Field;
