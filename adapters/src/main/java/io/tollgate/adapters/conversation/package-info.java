/**
 * What is said between a client and a model, whatever the dialect: requests, answers, and answers
 * as they are streamed. Every dialect is read into this and written from it.
 */
@NullMarked
package io.tollgate.adapters.conversation;

import org.jspecify.annotations.NullMarked;
