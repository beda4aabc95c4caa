import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export const ANSWER = 'kontuar:answer';
export interface RouteAnswer { status: number; schema: z.ZodType | undefined }

/** What a route answers when all is well: its status, and the schema that the OpenAPI document and the tests read. */
export const Answers = (schema: z.ZodType, status = 200) => applyDecorators(HttpCode(status), SetMetadata(ANSWER, { status, schema } satisfies RouteAnswer));

/** 204. */
export const AnswersNothing = () => applyDecorators(HttpCode(204), SetMetadata(ANSWER, { status: 204, schema: undefined } satisfies RouteAnswer));
