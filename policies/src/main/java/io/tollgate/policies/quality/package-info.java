/** How good each model's answer would be: prediction, its evidence, and learning from outcomes. */
@NullMarked
package io.tollgate.policies.quality;

import org.jspecify.annotations.NullMarked;
