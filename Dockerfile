# Two stages: packages are installed where a compiler may be missing too (all of them are wheels), then copied.
FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /venv
COPY locks/run.txt locks/run.txt
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r locks/run.txt
COPY pyproject.toml README.md ./
COPY app app
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 QIXIAN_DATA_DIR=/data
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin qixian \
    && mkdir /data && chown 10001:10001 /data
COPY --from=build /venv /venv
COPY seed /seed
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["qixian", "serve", "--host", "0.0.0.0", "--port", "8000"]
