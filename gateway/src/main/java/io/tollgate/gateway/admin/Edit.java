package io.tollgate.gateway.admin;

import io.tollgate.gateway.keys.Directory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call makes of the directory.
 *
 * @param next the directory as it is to be
 * @param status of the answer
 * @param before the fields of the item as they were; empty where there was none
 * @param after the fields as they are to be; empty where it is deleted
 */
record Edit(
    Directory next,
    int status,
    Map<String, @Nullable Object> before,
    Map<String, @Nullable Object> after) {

  Map<String, Object> changes() {
    return DirectoryJson.changes(before, after);
  }
}
