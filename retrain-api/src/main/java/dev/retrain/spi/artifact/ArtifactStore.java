package dev.retrain.spi.artifact;

import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files at addresses of one kind of service, such as all buckets of S3. Thread-safe; every call,
 * and every read of an opened stream, has the deadline of the {@link ArtifactContext}.
 *
 * <p>A folder is an address whose path may end in a slash; it exists as long as a file lies below
 * it. All methods throw {@link dev.retrain.api.error.TransientFailure} when the same call may
 * succeed later, {@link dev.retrain.api.error.PermissionDenied} when the service refuses the
 * caller, and {@link dev.retrain.api.error.ConfigurationProblem} for an address that the store
 * cannot have, an absent bucket or container among them.
 */
public interface ArtifactStore extends AutoCloseable {

  /** Returns a file as it is now, if it exists. */
  Optional<StoredFile> stat(URI file);

  /**
   * Opens the content that {@link #stat} or {@link #list} returned. The stream throws an {@link
   * java.io.IOException} when the content ends early or when nothing arrives within the deadline;
   * it does not verify the checksum.
   *
   * @throws dev.retrain.api.error.TransientFailure if the file was changed or deleted meanwhile
   */
  InputStream open(StoredFile file);

  /**
   * Returns files at any depth below a folder, in ascending order of their addresses. A page may
   * hold fewer files than the limit, and none, while more follow.
   *
   * @param page {@link FilePage#next()} of the page before; empty for the first page
   * @param limit at most so many files; from 1 to 1,000
   */
  FilePage list(URI folder, Optional<String> page, int limit);

  /**
   * Writes a file unless it exists: of several writers at once exactly one succeeds.
   *
   * @return whether this call wrote it
   * @throws dev.retrain.api.error.TransientFailure also when the answer was lost, so that the file
   *     may or may not have been written
   */
  boolean writeIfAbsent(URI file, ArtifactContent content);

  /**
   * Replaces a file unless it was changed or deleted meanwhile: of several writers at once that
   * expect the same content exactly one succeeds.
   *
   * @param expected the file as it was read
   * @return whether this call replaced it
   * @throws dev.retrain.api.error.TransientFailure also when the answer was lost, so that the file
   *     may or may not have been replaced
   */
  boolean replace(StoredFile expected, ArtifactContent content);

  /** Writes a file, replacing what was there. Readers find the old content or the new, whole. */
  void write(URI file, ArtifactContent content);

  /** Deletes a file; does nothing if it is absent. */
  void delete(URI file);

  /** Returns all files below a folder, of all pages. */
  default List<StoredFile> files(URI folder) {
    List<StoredFile> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      FilePage page = list(folder, next, FilePage.LARGEST);
      all.addAll(page.files());
      next = page.next();
    } while (next.isPresent());
    return all;
  }

  /** Releases connections. */
  @Override
  void close();
}
