package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.Directory;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Where a directory of units, keys, budgets and limits is kept and changed: a file of one node, or
 * a document that several share. Its text is where that is, for people.
 */
public interface DirectoryEditor {

  /** What is in it; nobody where there is none yet. */
  Directory read() throws IOException, InvalidFilesException;

  /**
   * Changes it, or makes it. No edit is lost, whoever else edits at the same time.
   *
   * @param by who changes it, for people
   * @param change makes what is to be in it of what is in it
   * @return what is in it now
   * @throws IllegalArgumentException from the change, and then it is as it was
   * @throws IOException if it cannot be changed
   */
  Directory edit(String by, UnaryOperator<Directory> change)
      throws IOException, InvalidFilesException;
}
