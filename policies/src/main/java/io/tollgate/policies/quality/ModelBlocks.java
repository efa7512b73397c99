package io.tollgate.policies.quality;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups models that were judged on mostly the same prompts, since only those can be learnt
 * together.
 */
final class ModelBlocks {

  /** Two models belong together where this share of the prompts of either is of both. */
  private static final double ALIKE = 0.8;

  /**
   * Models that are learnt together.
   *
   * @param columns of the training set
   * @param rows on which most of them were judged
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
  record Block(List<Integer> columns, int[] rows) {}

  /**
   * The blocks of a training set, and with each the models that were judged on too few of its
   * prompts to take part: they are placed among the others afterwards.
   */
  record Layout(List<Block> blocks, List<Placed> placed) {}

  /**
   * A model that is placed among others.
   *
   * @param column of the training set
   * @param block place of the block of the others
   */
  record Placed(int column, int block) {}

  private ModelBlocks() {}

  static Layout of(TrainingSet set) {
    int width = set.models().size();
    List<BitSet> judged = new ArrayList<>(width);
    for (int column = 0; column < width; column++) {
      BitSet rows = new BitSet(set.size());
      for (int row : set.judged(column)) {
        rows.set(row);
      }
      judged.add(rows);
    }
    List<Integer> order =
        new ArrayList<>(
            IntStream.range(0, width)
                .boxed()
                .filter(column -> !judged.get(column).isEmpty())
                .sorted(
                    Comparator.comparingInt((Integer column) -> judged.get(column).cardinality())
                        .reversed())
                .toList());
    List<Block> blocks = new ArrayList<>();
    List<Placed> placed = new ArrayList<>();
    while (!order.isEmpty()) {
      int first = order.removeFirst();
      int host = host(judged.get(first), blocks);
      if (host >= 0) {
        placed.add(new Placed(first, host));
        continue;
      }
      List<Integer> columns = new ArrayList<>(List.of(first));
      order.removeIf(other -> alike(judged.get(first), judged.get(other)) && columns.add(other));
      columns.sort(null);
      blocks.add(new Block(columns, rows(columns, judged, set.size())));
    }
    return new Layout(blocks, placed);
  }

  private static boolean alike(BitSet one, BitSet other) {
    int both = shared(one, other);
    return both >= ALIKE * one.cardinality() && both >= ALIKE * other.cardinality();
  }

  /** The block among whose prompts those of a model are, or -1. */
  private static int host(BitSet judged, List<Block> blocks) {
    for (int b = 0; b < blocks.size(); b++) {
      Block block = blocks.get(b);
      BitSet rows = new BitSet();
      for (int row : block.rows()) {
        rows.set(row);
      }
      if (block.columns().size() > 1 && shared(judged, rows) >= ALIKE * judged.cardinality()) {
        return b;
      }
    }
    return -1;
  }

  private static int shared(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    return both.cardinality();
  }

  private static int[] rows(List<Integer> columns, List<BitSet> judged, int size) {
    return IntStream.range(0, size)
        .filter(row -> {
          int known = 0;
          for (int column : columns) {
            known += judged.get(column).get(row) ? 1 : 0;
          }
          return 2 * known > columns.size();
        })
        .toArray();
  }
}
