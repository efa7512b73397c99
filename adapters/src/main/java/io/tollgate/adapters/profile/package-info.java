/** What every dialect's request reader shares: its one kind of refusal, and estimates of tokens. */
@NullMarked
package io.tollgate.adapters.profile;

import org.jspecify.annotations.NullMarked;
