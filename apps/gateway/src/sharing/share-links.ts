import { Inject, Injectable } from '@nestjs/common';
import { momentSharing } from '@moments/moments';
import { Settings } from '@moments/platform';
import { type GatewayConfig, publicUrlOf } from '../config.js';
import { GATEWAY_CONFIG } from '../config.token.js';

/** Where links to moments lead: to the marketplace's own pages once it has said so, to the gateway's until then. */
@Injectable()
export class ShareLinks {
  constructor(
    private readonly settings: Settings,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** The link of a moment's global id. */
  async to(id: string): Promise<string> {
    const { baseUrl } = await this.settings.get(momentSharing);
    return (baseUrl ?? `${publicUrlOf(this.config)}/m/`) + id;
  }
}
