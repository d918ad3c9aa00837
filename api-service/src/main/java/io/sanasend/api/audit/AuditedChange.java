package io.sanasend.api.audit;

/** What is to be appended. */
record AuditedChange(AuditAction action, String objectId, Facts before, Facts after, Actor actor) {}
