import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { Health, metrics } from '@moments/platform';
import type { FastifyReply } from 'fastify';

/** For balancers, orchestrators and Prometheus. */
@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('health/live')
  @HttpCode(200)
  live(): { live: true } {
    return { live: true };
  }

  @Get('health/ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const readiness = await this.health.readiness();
    await reply.status(readiness.ready ? 200 : 503).send(readiness);
  }

  @Get('metrics')
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', metrics.contentType).send(await metrics.metrics());
  }
}
