"""Certificates made on the spot: one authority, and servers good and bad."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority in a directory of its own; `ca_file` is what a client has to trust."""

    directory: Path
    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    ca_file: Path

    def server(
        self, *, host: str = "127.0.0.1", age: timedelta = timedelta(), signed_by_itself: bool = False
    ) -> ssl.SSLContext:
        """A server's context; `host` is whom the certificate names, `age` how long ago it ran out."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.file(host=host, age=age, signed_by_itself=signed_by_itself))
        return context

    def file(
        self, *, host: str = "127.0.0.1", age: timedelta = timedelta(), signed_by_itself: bool = False
    ) -> Path:
        """The same as a file that holds key and certificate, for a server that reads it itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name("server")
        issuer, signer = (subject, key) if signed_by_itself else (self.name, self.key)
        until = datetime.now(UTC) + timedelta(hours=1) - age
        certificate = (
            _builder(subject, issuer, key, until)
            .add_extension(x509.SubjectAlternativeName([_general_name(host)]), critical=False)
            .sign(signer, hashes.SHA256())
        )
        file = self.directory / f"{certificate.serial_number:x}.pem"
        file.write_bytes(_private(key) + certificate.public_bytes(serialization.Encoding.PEM))
        return file


def authority(directory: Path) -> Authority:
    """A new authority whose files lie in `directory`."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("authority")
    certificate = (
        _builder(name, name, key, datetime.now(UTC) + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    ca_file = directory / "authority.pem"
    ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(directory=directory, name=name, key=key, ca_file=ca_file)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - timedelta(days=30))
        .not_valid_after(until)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
