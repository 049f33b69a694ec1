import type { AppRegistration, AppRegistrationPlan } from '../../contract/app-registration.ts'
import type { Confirmation, GuardPass } from '../../contract/guard.ts'
import type { PlanId, RunId } from '../../contract/plan.ts'
import type { UndoPlan } from '../../contract/undo.ts'
import { AppError } from '../../domain/app-error.ts'
import { registeredClientId } from '../../domain/app-registration.ts'
import { undoPlan } from '../../domain/undo-plan.ts'
import { assertRegistrationStillTrue, removeAppRegistration } from '../../engine/app-registration.ts'
import { assertMayWrite } from '../../engine/guard.ts'
import { appLeaves } from '../../engine/pause-gate.ts'
import { replayRun } from '../../engine/replay-run.ts'
import { resumeRun, runPlan } from '../../engine/run-plan.ts'
import type { KeptSignIns } from '../kept-sign-ins.ts'
import { latestRegistration, type OpenRegistration, openRegistration, planRegistration } from '../open-registration.ts'
import type { Desk } from './desk.ts'
import { consentUrlOfClient, forgetClient, rememberClient } from './registered-client.ts'
import type { SessionDesk } from './session-desk.ts'

export interface RegistrationAccess {
  readonly sessions: Pick<SessionDesk, 'account'>
  readonly kept: KeptSignIns
}

/** The app registration of the tenant of the moment. One change at a time; a few rows, so each is waited for. */
export class AppRegistrationDesk {
  readonly #desk: Desk
  readonly #access: RegistrationAccess
  #leaving = new AbortController()
  #underWay: Promise<unknown> | null = null

  constructor(desk: Desk, access: RegistrationAccess) {
    this.#desk = desk
    this.#access = access
    desk.onLeave(async () => {
      this.#leaving.abort(appLeaves)
      await this.#underWay?.catch(() => undefined)
      this.#leaving = new AbortController()
    })
  }

  async current(): Promise<AppRegistration | null> {
    const runId = await this.#latest()
    return runId === null ? null : this.#describe(runId)
  }

  plan(): Promise<AppRegistrationPlan> {
    return planRegistration(this.#desk.workspace, this.#desk.connection())
  }

  /** Rejects with `registration.exists`, `run.drifted` or `run.obstacles`, and as `passGuard` says. */
  create(planId: PlanId, confirmation: Confirmation | null = null): Promise<AppRegistration> {
    return this.#alone(async () => {
      const { appRegistrations, chance } = this.#desk.workspace
      const { graph, target } = this.#desk.connection()
      const plan = await appRegistrations.readPlan(planId)
      if (plan === null) throw AppError.of('not-found', 'plan.unknown')
      if ((await this.#latest()) !== null) throw AppError.of('conflict', 'registration.exists')
      await assertRegistrationStillTrue(plan, { tenantId: target.tenantId, graph })
      const guard = await this.#desk.guard.pass(plan, confirmation)
      // A fresh UUID is what the brand stands for.
      return this.#carryOut(runPlan, plan, chance.uuid() as RunId, guard)
    })
  }

  /** Rejects with `run.unknown`, `run.other-tenant` or `run.undo-begun`, and as `passGuard` says. */
  resume(runId: RunId, confirmation: Confirmation | null = null): Promise<AppRegistration> {
    return this.#alone(async () => {
      const { plan, lines } = await this.#open(runId)
      const guard = await this.#desk.guard.pass(plan, confirmation, lines)
      return this.#carryOut(resumeRun, plan, runId, guard)
    })
  }

  /** Rejects with `run.unknown` or `run.other-tenant`. */
  async undoPlan(runId: RunId): Promise<UndoPlan> {
    const { plan, lines } = await this.#open(runId)
    return undoPlan(lines, { ...plan, portalSettings: [] })
  }

  /** Rejects with `registration.in-use` while somebody is signed in through it here, and as `undoPlan` says. */
  remove(runId: RunId): Promise<AppRegistration> {
    return this.#alone(async () => {
      const { appRegistrations, clock, settings } = this.#desk.workspace
      assertMayWrite(settings.inForce())
      const { graph, target } = this.#desk.connection()
      const { account } = this.#access.sessions
      const clientId = registeredClientId((await this.#open(runId)).lines)
      if (clientId === account.endpoints.clientId) throw AppError.of('conflict', 'registration.in-use')
      const { signal } = this.#leaving
      const { tenantId } = target
      const undo = await removeAppRegistration({ runId, tenantId, graph, store: appRegistrations, clock, signal })
      if (clientId !== null && undo.state === 'done') {
        await forgetClient(this.#desk.workspace, this.#access.kept, account, clientId)
      }
      return this.#describe(runId)
    })
  }

  async #carryOut(
    work: typeof runPlan,
    plan: AppRegistrationPlan,
    runId: RunId,
    guard: GuardPass | null,
  ): Promise<AppRegistration> {
    const { workspace } = this.#desk
    const { appRegistrations: store, clock, chance } = workspace
    const { graph } = this.#desk.connection()
    const { account } = this.#access.sessions
    const { signal } = this.#leaving
    await work({ plan, runId, graph, store, clock, chance, guard, signal, onChange: () => undefined })
    const clientId = registeredClientId(await store.read(runId))
    if (clientId !== null) await rememberClient(workspace, account, clientId)
    return this.#describe(runId)
  }

  #latest(): Promise<RunId | null> {
    const { appRegistrations } = this.#desk.workspace
    return latestRegistration(appRegistrations, this.#desk.connection().target.tenantId)
  }

  #open(runId: RunId): Promise<OpenRegistration> {
    const { appRegistrations } = this.#desk.workspace
    return openRegistration(appRegistrations, runId, this.#desk.connection().target.tenantId)
  }

  async #describe(runId: RunId): Promise<AppRegistration> {
    const { plan, lines } = await this.#open(runId)
    const { account } = this.#access.sessions
    const clientId = registeredClientId(lines)
    return {
      run: replayRun(plan, lines),
      clientId,
      consentUrl: clientId === null ? null : consentUrlOfClient(account, clientId),
      isInUse: clientId !== null && clientId === account.endpoints.clientId,
    }
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underWay !== null) throw AppError.of('conflict', 'registration.busy')
    const mine = work()
    this.#underWay = mine
    try {
      return await mine
    } finally {
      this.#underWay = null
    }
  }
}
