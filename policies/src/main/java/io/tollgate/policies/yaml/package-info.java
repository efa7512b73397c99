/**
 * YAML with positions, so that every mistake in a file is named by line and column.
 *
 * <p>Start at {@link io.tollgate.policies.yaml.YamlReader}.
 */
@NullMarked
package io.tollgate.policies.yaml;

import org.jspecify.annotations.NullMarked;
