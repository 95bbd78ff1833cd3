package dev.retrain.artifacts.s3;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Objects of S3. A write on a condition is one PUT with If-None-Match or If-Match. */
final class S3ArtifactStore implements ArtifactStore {

  private static final Pattern MD5 = Pattern.compile("\"?([0-9a-f]{32})\"?");

  /** The largest object of one PUT, by the service's quotas. */
  private static final long LARGEST = 5L << 30;

  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 18;

  private final String scheme;
  private final S3Clients clients;

  S3ArtifactStore(String scheme, S3Clients clients) {
    this.scheme = scheme;
    this.clients = clients;
  }

  @Override
  public Optional<StoredFile> stat(URI file) {
    if (key(file).isEmpty()) {
      return Optional.empty();
    }
    return call(
        "find",
        file,
        () -> {
          try {
            HeadObjectResponse head =
                clients.idempotent().headObject(r -> r.bucket(bucket(file)).key(key(file)));
            return Optional.of(stored(file, head));
          } catch (S3Exception e) {
            if (e.statusCode() == 404) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static StoredFile stored(URI file, HeadObjectResponse head) {
    // With a key of its own the entity tag has the form of an MD5 and is none.
    boolean plain =
        head.serverSideEncryption() == null
            || head.serverSideEncryption() == ServerSideEncryption.AES256;
    var digest = MD5.matcher(head.eTag());
    return new StoredFile(
        file,
        head.contentLength(),
        head.eTag(),
        plain && head.sseCustomerAlgorithm() == null && digest.matches()
            ? Optional.of("md5:" + digest.group(1))
            : Optional.empty());
  }

  @Override
  public InputStream open(StoredFile file) {
    URI address = file.address();
    return call(
        "read",
        address,
        () -> {
          try {
            return file.sized(
                clients
                    .idempotent()
                    .getObject(
                        r -> r.bucket(bucket(address)).key(key(address)).ifMatch(file.etag())));
          } catch (S3Exception e) {
            if (e.statusCode() == 412 || isAbsent(e)) {
              throw new TransientFailure(
                  "cannot read " + address + ": it was changed or deleted meanwhile", e);
            }
            throw e;
          }
        });
  }

  private static boolean isAbsent(S3Exception e) {
    return e.statusCode() == 404
        && (e.awsErrorDetails() == null || !"NoSuchBucket".equals(e.awsErrorDetails().errorCode()));
  }

  @Override
  public FilePage list(URI folder, Optional<String> page, int limit) {
    String key = key(folder);
    String prefix = key.isEmpty() || key.endsWith("/") ? key : key + "/";
    URI bucket = URI.create(scheme + "://" + bucket(folder));
    return call(
        "list",
        folder,
        () -> {
          ListObjectsV2Response found =
              clients
                  .idempotent()
                  .listObjectsV2(
                      r ->
                          r.bucket(bucket(folder))
                              .prefix(prefix)
                              .maxKeys(limit)
                              .continuationToken(page.orElse(null)));
          return new FilePage(
              found.contents().stream()
                  .filter(object -> !object.key().endsWith("/"))
                  .map(object -> stored(bucket, object))
                  .toList(),
              Boolean.TRUE.equals(found.isTruncated())
                  ? Optional.of(found.nextContinuationToken())
                  : Optional.empty());
        });
  }

  private static StoredFile stored(URI bucket, S3Object object) {
    return new StoredFile(
        StoredFile.child(bucket, object.key()), object.size(), object.eTag(), Optional.empty());
  }

  @Override
  public boolean writeIfAbsent(URI file, ArtifactContent content) {
    return putOn(file, content, r -> r.ifNoneMatch("*"), () -> stat(file).isPresent());
  }

  @Override
  public boolean replace(StoredFile expected, ArtifactContent content) {
    return putOn(
        expected.address(),
        content,
        r -> r.ifMatch(expected.etag()),
        () -> !stat(expected.address()).map(StoredFile::etag).equals(Optional.of(expected.etag())));
  }

  /** Writes on a condition; where two writers collided, what is there now decides. */
  private boolean putOn(
      URI file,
      ArtifactContent content,
      Consumer<PutObjectRequest.Builder> condition,
      Supplier<Boolean> another) {
    return call(
        "write",
        file,
        () -> {
          try {
            put(clients.conditional(), file, content, condition);
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == 412 || isAbsent(e) || (e.statusCode() == 409 && another.get())) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public void write(URI file, ArtifactContent content) {
    call(
        "write",
        file,
        () -> {
          put(clients.idempotent(), file, content, r -> {});
          return true;
        });
  }

  private void put(
      S3Client client,
      URI file,
      ArtifactContent content,
      Consumer<PutObjectRequest.Builder> condition) {
    if (content.size() > LARGEST) {
      throw new ConfigurationProblem(
          "cannot write " + file + ": " + content.size() + " bytes exceed the 5 GiB of one request",
          FailureContext.hint("divide the file"),
          null);
    }
    Duration deadline = clients.deadline().plusSeconds(content.size() / SLOWEST_BYTES_PER_SECOND);
    client.putObject(
        r -> {
          r.bucket(bucket(file))
              .key(key(file))
              .overrideConfiguration(o -> o.apiCallAttemptTimeout(deadline));
          condition.accept(r);
        },
        RequestBody.fromContentProvider(
            () -> opened(content), content.size(), "application/octet-stream"));
  }

  private static InputStream opened(ArtifactContent content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is to be written", e);
    }
  }

  @Override
  public void delete(URI file) {
    call(
        "delete",
        file,
        () -> clients.idempotent().deleteObject(r -> r.bucket(bucket(file)).key(key(file))));
  }

  @Override
  public void close() {
    clients.close();
  }

  private static <R> R call(String verb, URI address, Supplier<R> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw S3Failures.of(verb, address, e);
    }
  }

  private String bucket(URI address) {
    String bucket = address.getAuthority();
    if (bucket == null || address.getRawQuery() != null || address.getRawFragment() != null) {
      throw new ConfigurationProblem(
          "an address of scheme " + scheme + " names a bucket and a key, nothing else",
          FailureContext.hint("write " + scheme + "://bucket/folder/file"),
          null);
    }
    return bucket;
  }

  private static String key(URI address) {
    String path = address.getPath();
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
