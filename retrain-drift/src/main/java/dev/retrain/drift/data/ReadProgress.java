package dev.retrain.drift.data;

import java.nio.file.Path;

/**
 * How far the reading of a file has come.
 *
 * @param file the file
 * @param rows rows read so far
 * @param bytesRead bytes of the file read so far
 * @param bytesTotal size of the file, 0 if unknown
 */
public record ReadProgress(Path file, long rows, long bytesRead, long bytesTotal) {}
