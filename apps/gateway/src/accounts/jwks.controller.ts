import { Controller, Get, Header } from '@nestjs/common';
import { AccessTokens, type PublicJwk } from '@moments/identity';

/** For other services of the marketplace that are shown our access tokens. */
@Controller()
export class JwksController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get('.well-known/jwks.json')
  @Header('cache-control', 'public, max-age=300')
  keys(): { keys: PublicJwk[] } {
    return { keys: this.tokens.publicKeys() };
  }
}
