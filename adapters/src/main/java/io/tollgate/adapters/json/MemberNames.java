package io.tollgate.adapters.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of the members of all objects that are open, to find one that comes twice in an object.
 *
 * <p>Most objects have a few members with plain names; these are noted as places in the document
 * and compared one with another. An object with more of them, or with a name that is escaped or not
 * ASCII, gets a set of its own, so that the time stays linear whatever the names are.
 */
final class MemberNames {

  /** Members of one object that are compared one with another. */
  private static final int FEW = 16;

  private static final int ROOM = 32;

  /** For each open object the frame of the one around it, whether it has a set, and its names. */
  private int[] stack = new int[ROOM];

  private int height;

  /** The index of the first name of the innermost object. */
  private int frame;

  private final byte[] array;

  /** Those of the objects that have one, the innermost last. */
  private @Nullable List<Set<String>> sets;

  MemberNames(byte[] array) {
    this.array = array;
  }

  /** An object begins. */
  void open() {
    push(frame, 0);
    frame = height;
  }

  /** The innermost object ends. */
  void close() {
    if (hasSet()) {
      sets().removeLast();
    }
    height = frame - 2;
    frame = stack[height];
  }

  /**
   * Notes a name that is all ASCII and stands for itself.
   *
   * @return whether the innermost object did not have it
   */
  boolean addPlain(int from, int to) {
    if (hasSet() || height - frame == 2 * FEW) {
      return set().add(JsonStrings.plainText(array, from, to));
    }
    for (int i = frame; i < height; i += 2) {
      if (stack[i + 1] - stack[i] == to - from
          && Arrays.equals(array, stack[i], stack[i + 1], array, from, to)) {
        return false;
      }
    }
    push(from, to);
    return true;
  }

  /**
   * Notes any name, unescaped.
   *
   * @return whether the innermost object did not have it
   */
  boolean add(String name) {
    return set().add(name);
  }

  private boolean hasSet() {
    return stack[frame - 1] != 0;
  }

  /** The set of the innermost object, which it gets here at the latest. */
  private Set<String> set() {
    if (!hasSet()) {
      Set<String> names = new HashSet<>();
      for (int i = frame; i < height; i += 2) {
        names.add(JsonStrings.plainText(array, stack[i], stack[i + 1]));
      }
      height = frame;
      stack[frame - 1] = 1;
      sets().add(names);
    }
    return sets().getLast();
  }

  private List<Set<String>> sets() {
    if (sets == null) {
      sets = new ArrayList<>();
    }
    return sets;
  }

  private void push(int first, int second) {
    if (height + 2 > stack.length) {
      stack = Arrays.copyOf(stack, 2 * stack.length);
    }
    stack[height++] = first;
    stack[height++] = second;
  }
}
