import { SESSION_DAYS } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from '../http/network-of';
import { cookieName } from './credentials';

const attributes = (config: ReadyConfig) => ({ httpOnly: true, sameSite: 'lax' as const, path: '/', secure: config.http.secureCookies });

export function giveCookie(reply: FastifyReply, config: ReadyConfig, token: string): void {
  void reply.setCookie(cookieName(config), token, { ...attributes(config), maxAge: SESSION_DAYS * 24 * 60 * 60 });
}

/** The same session, for as long again: what the database did to it with its last use. */
export function renewCookie(request: FastifyRequest, reply: FastifyReply, config: ReadyConfig): void {
  const token = request.cookies[cookieName(config)];
  if (token !== undefined) giveCookie(reply, config, token);
}

export function takeCookie(reply: FastifyReply, config: ReadyConfig): void {
  void reply.clearCookie(cookieName(config), attributes(config));
}

export const originOf = (request: FastifyRequest): { ip: string; userAgent: string | undefined } => ({ ip: networkOf(request.ip), userAgent: request.headers['user-agent'] });
