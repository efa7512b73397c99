@NullMarked
package io.tollgate.policies.pacing;

import org.jspecify.annotations.NullMarked;
