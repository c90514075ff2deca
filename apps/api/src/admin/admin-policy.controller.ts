import { Body, Controller, Get, Put } from '@nestjs/common';
import { policy, policyPatch, type Policy, type PolicyPatch } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Ask, asAdministrator, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/policy')
export class AdminPolicyController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, policy, 'What holds for the sessions of each role, and which variables of the environment decide it.')
  read(): Promise<Policy> {
    return this.parts.policies.read();
  }

  @Put()
  @Answers(200, policy, 'Changes it, for one role or both; null goes back to the default. Sign-ins are judged by it at once, open sessions within seconds. `dryRun` only says how many it would end.')
  put(@Body({ schema: policyPatch }) patch: PolicyPatch, @Ask() asking: Asking): Promise<Policy> {
    return this.parts.policies.put(patch, asAdministrator(asking));
  }
}
