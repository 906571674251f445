ALTER TABLE "messages" ADD COLUMN "idempotency_key" text;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "field_versions" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_by_idempotency_key" ON "messages" USING btree ("ticket_id","author","idempotency_key") WHERE "messages"."idempotency_key" is not null;--> statement-breakpoint
-- Nobody knows which field changed last: until each is changed again, all of them count as changed now.
UPDATE "tickets" SET "field_versions" = jsonb_build_object('subject', "version", 'status', "version", 'priority', "version", 'assignee', "version", 'tags', "version", 'dueAt', "version", 'message', "version") WHERE "version" > 1;
